package org.statehouse.state;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.Database;

/**
 * Forgets answers that need not be kept longer: every ten seconds, in short transactions, and on one node at a time. What one
 * round does not come to, the next one does.
 */
@Singleton
@Startup
@DependsOn("DatabaseSchema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class KeptAnswersChore {

    private static final System.Logger LOG = System.getLogger(KeptAnswersChore.class.getName());

    /** From the end of one round to the next. */
    private static final int PERIOD_SECONDS = 10;

    /** Transactions of one round, each of which forgets {@link KeptAnswers#PORTION} answers at most. */
    private static final int MAX_PORTIONS = 100;

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private Database database;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private KeptAnswers kept;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService executor;

    private @Nullable ScheduledFuture<?> rounds;

    @PostConstruct
    void start() {
        rounds = executor.scheduleWithFixedDelay(this::round, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (rounds != null) {
            rounds.cancel(false);
        }
    }

    /** A round that fails must not be the last one. */
    private void round() {
        try (Connection connection = database.dataSource().getConnection()) {
            int portions = 0;
            while (kept.forget(connection) == KeptAnswers.PORTION && portions < MAX_PORTIONS) {
                portions++;
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Answers that were kept for long cannot be forgotten just now",
                    failure);
        }
    }
}
