-- Mails about accounts: those of the Sở, the Cục and the system have no organisation; and what is in such a mail opens an account.
alter table emails alter column organisation drop not null;
alter table emails drop constraint emails_audience_known;
alter table emails add constraint emails_audience_known check (audience in ('helper', 'organisation', 'account'));
