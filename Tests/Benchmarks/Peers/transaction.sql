\set from random(1, 50000)
\set to random(50001, 100000)
\set amount random(1, 1000)
\set debit -:amount
begin;
update accounts set balance = balance - :amount where id = :from;
update accounts set balance = balance + :amount where id = :to;
insert into entries (account, amount, note) values (:from, :debit, :note);
insert into entries (account, amount, note) values (:to, :amount, :note);
select balance from accounts where id = :from;
commit;
