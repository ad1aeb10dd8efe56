-- What was agreed with the client about written advice that takes longer than the law's longer limit (Law 11/2017, Điều 32.2): on which day, and until when.
alter table dossier_papers
    add column agreed_on date,
    add column agreed_until date,
    add constraint dossier_papers_agreed_whole check ((agreed_on is null) = (agreed_until is null)),
    add constraint dossier_papers_agreed_with_a_reason check (agreed_on is null or extension_reason is not null);
