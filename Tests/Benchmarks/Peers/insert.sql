\set account random(1, 100000)
\set amount random(1, 1000)
insert into entries (account, amount, note) values (:account, :amount, :note);
