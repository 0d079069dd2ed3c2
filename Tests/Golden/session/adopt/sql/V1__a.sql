create table a (n integer);
