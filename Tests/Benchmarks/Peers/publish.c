// The floor of publishing: 600-byte persistent, mandatory messages with confirms to a quorum queue, at most `window` of them
// unconfirmed at any time (a sliding window: each confirmed message makes room for the next).
//
//     cc -O2 -o publish publish.c -lrabbitmq
//     publish URL [window=100] [seconds=3] [count=0: no limit] [keep=0: delete the queue at the end]
#include "peer.h"

// As many latencies as are kept, the latest; more than any run of a few seconds has.
#define LATENCIES 4000000L

/// Messages that were sent and not confirmed yet, by delivery tag; acks come out of order.
struct window {
  double *sent;
  unsigned char *open;
  uint64_t size, oldest, next;
  long outstanding;
};

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static uint64_t random_bits(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

/// A version 7 UUID as text.
static void write_id(char text[37]) {
  static const char digits[] = "0123456789abcdef";
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  uint64_t milliseconds = (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
  uint64_t halves[] = {
      milliseconds << 16 | 0x7000 | (random_bits() & 0x0FFF), 0x8000000000000000u | (random_bits() & 0x3FFFFFFFFFFFFFFFu)};
  char *place = text;
  for (int digit = 0; digit < 32; digit++) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) *place++ = '-';
    *place++ = digits[halves[digit / 16] >> (60 - 4 * (digit % 16)) & 15];
  }
  *place = 0;
}

static void publish(amqp_connection_state_t state, long number, amqp_bytes_t body) {
  char id[37], aggregate[37];
  write_id(id);
  snprintf(aggregate, sizeof aggregate, "00000000-0000-7000-8000-%012ld", number % 1000);
  amqp_table_entry_t headers[] = {
      text_entry("aggregate", aggregate), number_entry("aggregate-version", number / 1000 + 1),
      text_entry("producer", "notifications")};
  amqp_basic_properties_t properties = {0};
  properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                      AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_TIMESTAMP_FLAG | AMQP_BASIC_HEADERS_FLAG;
  properties.content_type = amqp_cstring_bytes("application/json");
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
  properties.message_id = amqp_cstring_bytes(id);
  properties.type = amqp_cstring_bytes(KEY);
  properties.timestamp = (uint64_t)time(NULL);
  properties.headers.num_entries = 3;
  properties.headers.entries = headers;
  check(amqp_basic_publish(
            state, 1, amqp_cstring_bytes(EXCHANGE), amqp_cstring_bytes(KEY), 1, 0, &properties, body),
        "publish");
}

static void settle_one(struct window *window, uint64_t tag, double at, struct measurement *run) {
  uint64_t place = tag % window->size;
  if (!window->open[place]) return;
  window->open[place] = 0;
  window->outstanding--;
  run->latencies[run->latency_count++ % LATENCIES] = at - window->sent[place];
  run->count++;
}

static void settle(struct window *window, amqp_basic_ack_t *ack, struct measurement *run) {
  double at = now();
  if (ack->multiple) {
    for (uint64_t tag = window->oldest; tag <= ack->delivery_tag; tag++) settle_one(window, tag, at, run);
  } else {
    settle_one(window, ack->delivery_tag, at, run);
  }
  while (window->oldest < window->next && !window->open[window->oldest % window->size]) window->oldest++;
}

/// Takes what the broker said: waits for the first frame, not for those after it.
static void read_confirms(amqp_connection_state_t state, struct window *window, struct measurement *run) {
  amqp_frame_t frame;
  if (!next_frame(state, &frame, 30000)) fail("the broker has not confirmed for 30 s");
  do {
    if (frame.frame_type == AMQP_FRAME_METHOD) {
      if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD)
        settle(window, frame.payload.method.decoded, run);
      else
        fail("method %08x instead of a confirm", frame.payload.method.id);
    }
    amqp_maybe_release_buffers_on_channel(state, 1);
  } while (next_frame(state, &frame, 0));
}

int main(int count, char **words) {
  if (count < 2) fail("publish URL [window=100] [seconds=3] [count=0] [keep=0]");
  long limit = (long)option(count, words, "count", 0), size = (long)option(count, words, "window", 100);
  double seconds = option(count, words, "seconds", limit ? 3600 : 3);

  amqp_connection_state_t state = connect_to(words[1], "bench publisher in C");
  declare(state);
  amqp_confirm_select(state, 1);
  check_reply(state, "turn on confirms");

  // Twice the window, since the oldest may stay open while later ones are confirmed and replaced.
  struct window window = {.size = 1 << 16, .oldest = 1, .next = 1};
  window.sent = calloc(window.size, sizeof(double));
  window.open = calloc(window.size, 1);
  struct measurement run = {.latencies = calloc(LATENCIES, sizeof(double))};
  char body[BODY_SIZE];
  memset(body, 'x', sizeof body);
  memcpy(body, "{\"text\":\"", 9);
  memcpy(body + sizeof body - 2, "\"}", 2);
  amqp_bytes_t content = {sizeof body, body};

  begin(&run);
  double deadline = run.started + seconds;
  long sent = 0;
  for (double at = run.started; at < deadline && (limit == 0 || sent < limit); at = now()) {
    while (window.outstanding < size && window.next - window.oldest < window.size && (limit == 0 || sent < limit)) {
      window.sent[window.next % window.size] = now();
      window.open[window.next % window.size] = 1;
      window.next++;
      window.outstanding++;
      publish(state, sent++, content);
    }
    read_confirms(state, &window, &run);
  }
  while (window.outstanding > 0) read_confirms(state, &window, &run);
  end(&run);

  if (run.latency_count > LATENCIES) run.latency_count = LATENCIES;
  print(&run);
  if (!option(count, words, "keep", 0)) delete_queue(state);
  amqp_connection_close(state, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(state);
  return 0;
}
