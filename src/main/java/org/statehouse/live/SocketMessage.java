package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message from a client, read and checked as far as that needs no catalog. */
sealed interface SocketMessage {

    /**
     * Greets.
     *
     * @param catalog that the client was built for, or null
     */
    record Hello(@Nullable Long catalog) implements SocketMessage {}

    /**
     * Wants to follow.
     *
     * @param id the client's own name for it
     * @param model whose records
     * @param record the id of one of them, or null
     * @param filter as JSON, or null
     * @param fields names, null for all
     * @param snapshot whether the records are wanted first
     * @param coalesce whether changes of one record that come together are to be told as one
     * @param since what the client has, or null
     */
    record Subscribe(
            String id,
            String model,
            @Nullable JsonNode record,
            @Nullable JsonNode filter,
            @Nullable List<String> fields,
            boolean snapshot,
            boolean coalesce,
            @Nullable String since)
            implements SocketMessage {}

    /**
     * Wants to follow no more.
     *
     * @param id of the subscription
     */
    record Unsubscribe(String id) implements SocketMessage {}

    /** Wants to hear something. */
    record Ping() implements SocketMessage {}

    /**
     * An HTTP request.
     *
     * @param ref the client's own name for it: a text or a number
     * @param method of HTTP
     * @param path with its query
     * @param headers by name
     * @param body JSON, or null for none
     */
    record Call(
            JsonNode ref,
            String method,
            String path,
            Map<String, String> headers,
            @Nullable JsonNode body) implements SocketMessage {}
}
