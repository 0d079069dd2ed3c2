create view b as select n from a;
