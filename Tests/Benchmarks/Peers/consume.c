// The floor of consuming: takes what lies in the queue, reads each message's id, lane and body, and acknowledges; as few
// acknowledgements as possible (one for all that came at once, at the latest one for a quarter of the prefetch).
//
//     cc -O2 -o consume consume.c -lrabbitmq
//     publish URL window=1000 count=200000 keep=1 && consume URL count=200000 [prefetch=1000]
#include "peer.h"

/// What a consumer makes of one message.
struct message {
  unsigned char id[16];
  char lane[64];
  char body[65536];
  size_t body_size, received;
};

static int digit(char character) {
  return character <= '9' ? character - '0' : (character | 32) - 'a' + 10;
}

static void read_id(amqp_bytes_t text, unsigned char id[16]) {
  const char *characters = text.bytes;
  if (text.len != 36) fail("a message without an id");
  for (int byte = 0, place = 0; byte < 16; byte++, place += 2) {
    if (characters[place] == '-') place++;
    id[byte] = (unsigned char)(digit(characters[place]) << 4 | digit(characters[place + 1]));
  }
}

static void read_properties(const amqp_frame_t *frame, struct message *message) {
  amqp_basic_properties_t *properties = frame->payload.properties.decoded;
  read_id(properties->message_id, message->id);
  message->lane[0] = 0;
  for (int i = 0; i < properties->headers.num_entries; i++) {
    amqp_table_entry_t *entry = &properties->headers.entries[i];
    if (entry->key.len == 9 && memcmp(entry->key.bytes, "aggregate", 9) == 0 && entry->value.value.bytes.len < 64) {
      memcpy(message->lane, entry->value.value.bytes.bytes, entry->value.value.bytes.len);
      message->lane[entry->value.value.bytes.len] = 0;
    }
  }
  message->body_size = frame->payload.properties.body_size;
  message->received = 0;
  if (message->body_size > sizeof message->body || !message->lane[0]) fail("a message that nobody of ours sent");
}

int main(int count, char **words) {
  if (count < 3) fail("consume URL count=N [prefetch=1000] [keep=0]");
  long wanted = (long)option(count, words, "count", 0), prefetch = (long)option(count, words, "prefetch", 1000);
  long most = prefetch / 4 > 0 ? prefetch / 4 : 1;

  amqp_connection_state_t state = connect_to(words[1], "bench consumer in C");
  amqp_basic_qos(state, 1, 0, (uint16_t)prefetch, 0);
  check_reply(state, "set the prefetch");

  struct measurement run = {0};
  begin(&run);
  amqp_basic_consume(
      state, 1, amqp_cstring_bytes(QUEUE), amqp_cstring_bytes("bench"), 0, 0, 0, amqp_empty_table);
  check_reply(state, "consume");

  struct message *message = calloc(1, sizeof *message);
  uint64_t tag = 0;
  long unacknowledged = 0;
  while (run.count < wanted) {
    amqp_frame_t frame;
    int came = next_frame(state, &frame, 0);
    if (unacknowledged > 0 && (!came || unacknowledged >= most)) {
      check(amqp_basic_ack(state, 1, tag, 1), "acknowledge");
      unacknowledged = 0;
    }
    if (!came && !next_frame(state, &frame, 30000)) fail("no message has come for 30 s: %ld of %ld are here", run.count, wanted);
    if (frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_DELIVER_METHOD) {
      tag = ((amqp_basic_deliver_t *)frame.payload.method.decoded)->delivery_tag;
    } else if (frame.frame_type == AMQP_FRAME_HEADER) {
      read_properties(&frame, message);
    } else if (frame.frame_type == AMQP_FRAME_BODY) {
      amqp_bytes_t part = frame.payload.body_fragment;
      memcpy(message->body + message->received, part.bytes, part.len);
      message->received += part.len;
      if (message->received == message->body_size) {
        run.count++;
        unacknowledged++;
      }
    }
    amqp_maybe_release_buffers_on_channel(state, 1);
  }
  if (unacknowledged > 0) check(amqp_basic_ack(state, 1, tag, 1), "acknowledge");
  end(&run);

  print(&run);
  if (!option(count, words, "keep", 0)) {
    // On a channel of its own: deliveries may still lie before the answer on this one.
    amqp_channel_close(state, 1, AMQP_REPLY_SUCCESS);
    amqp_channel_open(state, 1);
    check_reply(state, "open a channel");
    delete_queue(state);
  }
  amqp_connection_close(state, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(state);
  return 0;
}
