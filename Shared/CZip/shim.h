#pragma once
#include <stdlib.h>
#include <string.h>
#include <zip.h>

// An archive that is read out of memory, which is copied and freed with it. NULL where it is none; `*code` says why.
static inline zip_t *caunoi_zip_of_bytes(const void *bytes, size_t count, int *code) {
    zip_error_t error;
    zip_error_init(&error);
    void *copy = malloc(count ? count : 1);
    if (copy == NULL) abort();
    memcpy(copy, bytes, count);
    zip_source_t *source = zip_source_buffer_create(copy, count, 1, &error);
    if (source == NULL) {
        free(copy);
        *code = zip_error_code_zip(&error);
        zip_error_fini(&error);
        return NULL;
    }
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == NULL) {
        zip_source_free(source);
        *code = zip_error_code_zip(&error);
    }
    zip_error_fini(&error);
    return archive;
}
