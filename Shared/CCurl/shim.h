#pragma once
#include <curl/curl.h>
#include <string.h>

// Swift cannot call variadic C functions: curl_easy_setopt and curl_easy_getinfo, one for each type of value.
static inline CURLcode caunoi_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode caunoi_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode caunoi_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode caunoi_curl_set_buffer(CURL *handle, CURLoption option, char *value) {
  return curl_easy_setopt(handle, option, value);
}

/// The last reply code of the server; 0 where there was none.
static inline long caunoi_curl_reply_code(CURL *handle) {
  long code = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

static const long caunoi_curl_tls_none = CURLUSESSL_NONE;
static const long caunoi_curl_tls_if_offered = CURLUSESSL_TRY;
static const long caunoi_curl_tls_required = CURLUSESSL_ALL;
static const long caunoi_curl_global_all = CURL_GLOBAL_ALL;
static const size_t caunoi_curl_error_size = CURL_ERROR_SIZE;

/// A message on its way out, and the last refusal (4yz or 5yz) that the server said.
struct caunoi_mail {
  const char *bytes;
  size_t length;
  size_t sent;
  char reply[512];
  int stop;
};

/// Ends the transfer within about a second; from any thread.
static inline void caunoi_mail_stop(struct caunoi_mail *mail) {
  __atomic_store_n(&mail->stop, 1, __ATOMIC_RELAXED);
}

static size_t caunoi_mail_read(char *buffer, size_t size, size_t count, void *context) {
  struct caunoi_mail *mail = (struct caunoi_mail *)context;
  size_t wanted = size * count;
  size_t left = mail->length - mail->sent;
  size_t given = left < wanted ? left : wanted;
  memcpy(buffer, mail->bytes + mail->sent, given);
  mail->sent += given;
  return given;
}

static size_t caunoi_mail_hear(char *line, size_t size, size_t count, void *context) {
  struct caunoi_mail *mail = (struct caunoi_mail *)context;
  size_t length = size * count;
  if (length == 0 || line[0] < '4') return length;
  size_t kept = length < sizeof(mail->reply) - 1 ? length : sizeof(mail->reply) - 1;
  while (kept > 0 && (line[kept - 1] == '\r' || line[kept - 1] == '\n')) kept--;
  memcpy(mail->reply, line, kept);
  mail->reply[kept] = 0;
  return length;
}

static int caunoi_mail_watch(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  (void)down_total, (void)down, (void)up_total, (void)up;
  return __atomic_load_n(&((struct caunoi_mail *)context)->stop, __ATOMIC_RELAXED);
}

/// Lets `handle` send `mail`, which must outlive the transfer.
static inline void caunoi_mail_attach(CURL *handle, struct caunoi_mail *mail) {
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, caunoi_mail_read);
  curl_easy_setopt(handle, CURLOPT_READDATA, mail);
  curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->length);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, caunoi_mail_hear);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, mail);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, caunoi_mail_watch);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, mail);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}
