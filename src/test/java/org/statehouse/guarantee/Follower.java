package org.statehouse.guarantee;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogPage;

/** A client that follows the log and keeps its cursor as text, as real ones do. */
final class Follower {

    private final List<LogEntry> entries = new ArrayList<>();
    private final List<List<Seen>> pages = new ArrayList<>();
    private Lab.Node node;
    private @Nullable String cursor;

    Follower(Lab.Node node, @Nullable String cursor) {
        this.node = node;
        this.cursor = cursor;
    }

    /** Goes on at another node. */
    Follower moveTo(Lab.Node other) {
        node = other;
        return this;
    }

    /** Reads one page; true when there is more. */
    boolean poll(int limit) throws SQLException {
        LogPage page = read(node, cursor, limit);
        entries.addAll(page.entries());
        pages.add(Seen.of(page.entries()));
        cursor = page.cursor().text();
        return page.more();
    }

    /** Reads until there is no more. */
    Follower catchUp(int limit) throws SQLException {
        boolean more = true;
        while (more) {
            more = poll(limit);
        }
        return this;
    }

    /** Reads again and again while something stands: what must not be seen yet has every chance to be. */
    Follower linger() throws SQLException {
        for (int i = 0; i < 20; i++) {
            catchUp(10);
        }
        return this;
    }

    /** Reads all there is, when nothing stands any more. Others in the same PostgreSQL may hold up its node for a moment. */
    Follower finish() throws SQLException {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.positions().status().lag() == 0);
        return catchUp(100);
    }

    /** Reads a page, but processes only some of it before it goes on from the last one's cursor. */
    void pollPartly(int limit, int keep) throws SQLException {
        LogPage page = read(node, cursor, limit);
        List<LogEntry> some =
                page.entries().subList(0, Math.min(keep, page.entries().size()));
        if (!some.isEmpty()) {
            entries.addAll(some);
            cursor = some.get(some.size() - 1).cursor().text();
        }
    }

    static LogPage read(Lab.Node node, @Nullable String cursor, int limit) throws SQLException {
        return node.reader().read(cursor == null ? null : Cursor.parse(cursor), limit, Optional.empty());
    }

    List<LogEntry> entries() {
        return entries;
    }

    List<Seen> seen() {
        return Seen.of(entries);
    }

    List<List<Seen>> pages() {
        return pages;
    }
}
