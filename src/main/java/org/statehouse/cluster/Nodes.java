package org.statehouse.cluster;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.Database;
import org.statehouse.database.DatabaseFailure;

/**
 * This server among those that share its database: its name, which it keeps in its data folder, and a sign of life in the
 * database. The clock is the database's.
 *
 * <p>Who is gone says nothing for {@code statehouse.node-lost-after}. One that only stood still may come back: what is done in
 * its place must be such that it notices.
 */
@Singleton
@Startup
@DependsOn("DatabaseSchema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Nodes {

    private static final System.Logger LOG = System.getLogger(Nodes.class.getName());
    private static final int ID_BYTES = 16;
    /** Signs of life within the time after which a node counts as gone. */
    private static final int SIGNS = 6;

    private static final String SIGN = """
            INSERT INTO statehouse.node (id, seen) VALUES (?, clock_timestamp())
              ON CONFLICT (id) DO UPDATE SET seen = excluded.seen
            """;
    private static final String FORGET =
            "DELETE FROM statehouse.node WHERE seen < clock_timestamp() - make_interval(days => 30)";

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private Database database;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ClusterSettings settings;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService executor;

    @SuppressWarnings("NullAway.Init") // set by start
    private String self;

    private @Nullable ScheduledFuture<?> signs;
    private boolean failing;

    @PostConstruct
    void start() {
        try {
            self = DurableFolder.keep(Files.createDirectories(settings.data()).resolve("node"), freshId());
        } catch (IOException failure) {
            throw new UncheckedIOException("The name of this node cannot be kept in " + settings.data(), failure);
        }
        try {
            sign();
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
        long period = TimeUnit.SECONDS.toMillis(settings.lostAfterSeconds()) / SIGNS;
        signs = executor.scheduleWithFixedDelay(this::signAgain, period, period, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (signs != null) {
            signs.cancel(false);
        }
    }

    /** The name of this node: 32 digits, the same as long as its data folder is there. */
    public String self() {
        return self;
    }

    /** Seconds without a sign after which a node counts as gone; {@code statehouse.node.seen} has the last one of each. */
    public int lostAfterSeconds() {
        return settings.lostAfterSeconds();
    }

    private void signAgain() {
        try {
            sign();
            failing = false;
        } catch (SQLException | RuntimeException failure) {
            if (!failing) {
                failing = true;
                LOG.log(System.Logger.Level.WARNING, "This node cannot give a sign of life just now", failure);
            }
        }
    }

    private void sign() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement sign = connection.prepareStatement(SIGN);
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            sign.setString(1, self);
            sign.executeUpdate();
            forget.executeUpdate();
        }
    }

    private static String freshId() {
        byte[] bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
