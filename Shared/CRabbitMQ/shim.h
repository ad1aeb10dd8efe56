#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

// Swift cannot call variadic C functions: the one login that is used, spelled out.
static inline amqp_rpc_reply_t caunoi_login_plain(
    amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
    const amqp_table_t *client_properties, const char *user, const char *password) {
  return amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, client_properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}
