-- Why written advice may take longer, who said so and when (Law 11/2017, Điều 32.2); null where it keeps its ten days.
alter table dossier_papers
    add column extension_reason text,
    add column extended_by text,
    add column extended_at timestamptz,
    add constraint dossier_papers_extended_whole check (
        (extension_reason is null) = (extended_by is null) and (extension_reason is null) = (extended_at is null));
