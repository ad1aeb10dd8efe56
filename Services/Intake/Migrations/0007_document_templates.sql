-- How a centre lays out a printed form, where it does not take the house's: every version stays, the latest holds; one without a text goes back to the
-- house's.
create table document_templates (
    organisation uuid not null,
    province text not null,
    form text not null,
    version int not null,
    text text,
    made_by text not null,
    made_at timestamptz not null,
    constraint document_templates_key primary key (organisation, form, version)
);

alter table document_templates enable row level security;
alter table document_templates force row level security;
create policy tenant on document_templates using (organisation = any (array(select scope_organisations())));
create policy province on document_templates for select using (province = (select scope_province()));
create policy country on document_templates for select using ((select scope_kind()) = 'country');
create policy service on document_templates using ((select scope_kind()) = 'service');
