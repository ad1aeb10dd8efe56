call put_scope_in_line();
drop procedure put_scope_in_line();
