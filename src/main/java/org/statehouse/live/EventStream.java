package org.statehouse.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.CatalogDifference;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** One client of server-sent events: one event a transaction, of a large one several, the id on the last. */
final class EventStream implements Receiver {

    private final Outbox outbox;
    private final Runnable end;

    /** @param end ends the answer */
    EventStream(Outbox outbox, Runnable end) {
        this.outbox = outbox;
        this.end = end;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Ends the answer: nobody takes it. */
    void cut() {
        end.run();
    }

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public boolean hasRoom() {
        return outbox.hasRoom();
    }

    @Override
    public void whenRoom(Runnable then) {
        outbox.whenRoom(then);
    }

    @Override
    public void snapshot(Subscription subscription, List<byte[]> records, boolean more) {
        throw new IllegalStateException("Event streams have no snapshots");
    }

    @Override
    public void resumed(Subscription subscription) {
        comment("resumed");
    }

    /** An id without data is kept by the client as the last one, and is no event. */
    @Override
    public void live(Subscription subscription, Cursor cursor) {
        comment("live\nid: " + cursor.text());
    }

    /** Says something, so that both ends know that the other is there. */
    void heartbeat(Subscription subscription, Cursor at) {
        comment(subscription.isAt(at) ? "heartbeat\nid: " + at.text() : "heartbeat");
    }

    private void comment(String text) {
        outbox.add((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void changes(Subscription subscription, Part part) {
        String cursor = part.cursorText();
        Frame data = Frame.ofData().array("changes");
        for (Part.One one : part.changes()) {
            data.object()
                    .text("cursor", one.cursorText())
                    .members(one.told().members(Format.JSON))
                    .end();
        }
        data.endArray().text("cursor", cursor).flag("last", part.last());
        event(part.last() ? "id: " + cursor + "\n" : "", data.bytes());
    }

    @Override
    public void resync(Subscription subscription, Resync resync) {
        byte[] data = Format.JSON.value(out -> {
            out.writeStartObject();
            out.writeStringField("reason", resync.reason().word());
            if (resync.oldest() != null) {
                out.writeStringField("oldest", resync.oldest());
            }
            out.writeEndObject();
        });
        event("event: resync\n", data);
        outbox.whenEmpty(end);
    }

    @Override
    public void failed(Subscription subscription, Problem problem) {
        byte[] data = Format.JSON.value(out -> {
            out.writeStartObject();
            out.writeStringField("slug", problem.type().slug());
            out.writeStringField("detail", problem.detail());
            out.writeBooleanField("temporary", problem.type().retry() == ProblemType.Retry.LATER);
            out.writeEndObject();
        });
        event("event: error\n", data);
        outbox.whenEmpty(end);
    }

    @Override
    public void catalog(CatalogDifference difference) {
        throw new IllegalStateException("Event streams hear of catalogs from the log");
    }

    private void event(String head, byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length + 200);
        bytes.writeBytes((head + "data: ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(data);
        bytes.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        outbox.add(bytes.toByteArray());
    }
}
