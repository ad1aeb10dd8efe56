-- Where the organisation gets its mail.
alter table organisations add column email text;
