// What the C peers share: words from the command line, the connection, the queue, the clock, and the line they print.
#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#define EXCHANGE "bench.caunoi.events"
#define QUEUE "bench.events"
#define DEAD_QUEUE "bench.events.dead"
#define KEY "notifications.case-moving.v1"
#define BODY_SIZE 600
#define FRAME_MAX 131072

static void fail(const char *format, ...) {
  va_list words;
  va_start(words, format);
  vfprintf(stderr, format, words);
  va_end(words);
  fputc('\n', stderr);
  exit(1);
}

static void check(int status, const char *what) {
  if (status < 0) fail("%s: %s", what, amqp_error_string2(status));
}

static void check_reply(amqp_connection_state_t state, const char *what) {
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(state);
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) fail("%s: %s", what, amqp_error_string2(reply.library_error));
  if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
    amqp_channel_close_t *close = reply.reply.decoded;
    fail("%s: %.*s", what, (int)close->reply_text.len, (char *)close->reply_text.bytes);
  }
  fail("%s: the broker closed the connection", what);
}

/// The number after `name=` among the program's words, or `otherwise`.
static double option(int count, char **words, const char *name, double otherwise) {
  size_t length = strlen(name);
  for (int i = 2; i < count; i++)
    if (strncmp(words[i], name, length) == 0 && words[i][length] == '=') return atof(words[i] + length + 1);
  return otherwise;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static amqp_connection_state_t connect_to(const char *address, const char *client) {
  struct amqp_connection_info place;
  char *copy = strdup(address);
  if (amqp_parse_url(copy, &place) != AMQP_STATUS_OK) fail("%s is no AMQP address", address);
  amqp_connection_state_t state = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(state);
  check(amqp_socket_open(socket, place.host, place.port), "connect");
  amqp_table_entry_t name = {.key = amqp_cstring_bytes("connection_name")};
  name.value.kind = AMQP_FIELD_KIND_UTF8;
  name.value.value.bytes = amqp_cstring_bytes(client);
  amqp_table_t properties = {1, &name};
  amqp_rpc_reply_t reply = amqp_login_with_properties(
      state, place.vhost, 0, FRAME_MAX, 30, &properties, AMQP_SASL_METHOD_PLAIN, place.user, place.password);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail("the broker refused the login");
  free(copy);
  amqp_channel_open(state, 1);
  check_reply(state, "open a channel");
  return state;
}

static amqp_table_entry_t text_entry(const char *key, const char *value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes(value);
  return entry;
}

static amqp_table_entry_t number_entry(const char *key, int64_t value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_I64;
  entry.value.value.i64 = value;
  return entry;
}

/// The same topic exchange, quorum queue and binding as our own topology declares; the queue begins empty.
__attribute__((unused)) static void declare(amqp_connection_state_t state) {
  amqp_exchange_declare(
      state, 1, amqp_cstring_bytes(EXCHANGE), amqp_cstring_bytes("topic"), 0, 1, 0, 0, amqp_empty_table);
  check_reply(state, "declare the exchange");
  amqp_queue_delete(state, 1, amqp_cstring_bytes(QUEUE), 0, 0);
  check_reply(state, "delete the queue");
  amqp_table_entry_t entries[] = {
      text_entry("x-queue-type", "quorum"), text_entry("x-dead-letter-exchange", ""),
      text_entry("x-dead-letter-routing-key", DEAD_QUEUE), number_entry("x-delivery-limit", 20)};
  amqp_table_t arguments = {4, entries};
  amqp_queue_declare(state, 1, amqp_cstring_bytes(QUEUE), 0, 1, 0, 0, arguments);
  check_reply(state, "declare the queue");
  amqp_queue_bind(
      state, 1, amqp_cstring_bytes(QUEUE), amqp_cstring_bytes(EXCHANGE), amqp_cstring_bytes(KEY), amqp_empty_table);
  check_reply(state, "bind the queue");
}

static void delete_queue(amqp_connection_state_t state) {
  amqp_queue_delete(state, 1, amqp_cstring_bytes(QUEUE), 0, 0);
  check_reply(state, "delete the queue");
}

/// The next frame; 0 when none came in time.
static int next_frame(amqp_connection_state_t state, amqp_frame_t *frame, int milliseconds) {
  struct timeval patience = {milliseconds / 1000, milliseconds % 1000 * 1000};
  int status = amqp_simple_wait_frame_noblock(state, frame, &patience);
  if (status == AMQP_STATUS_TIMEOUT) return 0;
  check(status, "read");
  if (frame->frame_type == AMQP_FRAME_METHOD && frame->payload.method.id == AMQP_CHANNEL_CLOSE_METHOD) {
    amqp_channel_close_t *close = frame->payload.method.decoded;
    fail("the broker closed the channel: %.*s", (int)close->reply_text.len, (char *)close->reply_text.bytes);
  }
  return 1;
}

/// What one run measures.
struct measurement {
  double started, finished;
  struct rusage before, after;
  long count;
  /// Seconds a message took, in no order; null where that is not measured.
  double *latencies;
  long latency_count;
};

static void begin(struct measurement *run) {
  getrusage(RUSAGE_SELF, &run->before);
  run->started = now();
}

static void end(struct measurement *run) {
  run->finished = now();
  getrusage(RUSAGE_SELF, &run->after);
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double seconds_between(struct timeval from, struct timeval to) {
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_usec - from.tv_usec) / 1e6;
}

/// One line of JSON, as the Swift and Python programs print it.
static void print(const struct measurement *run) {
  double wall = run->finished - run->started;
  double user = seconds_between(run->before.ru_utime, run->after.ru_utime);
  double system = seconds_between(run->before.ru_stime, run->after.ru_stime);
  double each = run->count > 0 ? (user + system) / (double)run->count * 1e6 : 0;
  printf("{\"rate\": %.1f, \"count\": %ld, \"seconds\": %.4f, ", wall > 0 ? (double)run->count / wall : 0, run->count, wall);
  printf("\"user_s\": %.4f, \"system_s\": %.4f, \"cpu_us_each\": %.3f, ", user, system, each);
  printf("\"max_rss_kb\": %ld", run->after.ru_maxrss);
  if (run->latency_count > 0) {
    qsort(run->latencies, (size_t)run->latency_count, sizeof(double), by_size);
    printf(", \"p50_us\": %.1f, \"p99_us\": %.1f", run->latencies[run->latency_count / 2] * 1e6,
           run->latencies[run->latency_count * 99 / 100] * 1e6);
  }
  puts("}");
}
