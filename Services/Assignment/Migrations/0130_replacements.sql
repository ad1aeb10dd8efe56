-- Which limit runs where a procedural body did not let the helper act (joint circular 10/2018, Điều 6): its key in the rule pack; null: the one of every assignment.
alter table assignments add column clock_limit text;
