-- The organisation finds which of its litigation was successful, and so do Sở and Cục (circular 12/2018, Điều 14): as what whoever found it did so.
alter table success_findings add column found_as text;
