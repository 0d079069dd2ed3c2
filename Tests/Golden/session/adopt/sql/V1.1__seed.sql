insert into a values (${seed});
