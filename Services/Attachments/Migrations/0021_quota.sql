-- How much space the papers of an organisation take, and how many uploads a person has under way, is asked whenever an upload begins.
create index attachments_of_organisation on attachments (organisation) include (size);
create index uploads_open_of_organisation on uploads (organisation) include (length) where state in ('receiving', 'received');
create index uploads_open_of_uploader on uploads (uploader) where state in ('receiving', 'received');
