package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.PostgresServer;

/** How a job's figures rise with its batches. */
class JobProgressIT {

    private static final String ID = "progress";

    private final DataSource database = PostgresServer.shared().dataSource();

    @BeforeEach
    void newJob() {
        PostgresServer.execute(database, "DELETE FROM statehouse.job WHERE id = 'progress'");
        PostgresServer.execute(
                database,
                "INSERT INTO statehouse.job (id, version, model, format, node, status, processed, written, failed, last_line,"
                        + " actor, request) VALUES ('progress', 1, 'm', 'csv', 'n', 'running', 0, 0, 0, 0, 'a', 'r')");
    }

    private void raise(long from, long to) throws SQLException {
        try (Connection connection = database.getConnection()) {
            JobStore.raise(connection, ID, new JobStore.Progress(from, to, 10, 0, 0, List.of()));
        }
    }

    private String job() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT processed, written, last_line FROM statehouse.job WHERE id = 'progress'")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1) + " " + rows.getLong(2) + " " + rows.getLong(3);
        }
    }

    @Test
    void each_batch_begins_where_the_last_one_ended() throws SQLException {
        raise(0, 11);
        raise(11, 21);
        assertThat(job()).isEqualTo("20 20 21");
    }

    @Test
    void a_batch_that_was_written_after_all_is_not_written_again() throws SQLException {
        raise(0, 11);
        assertThatThrownBy(() -> raise(0, 11)).isInstanceOf(JobStore.MovedOn.class);
        assertThat(job()).isEqualTo("10 10 11");
    }

    @Test
    void a_job_that_has_ended_takes_no_batch() throws SQLException {
        PostgresServer.execute(database, "UPDATE statehouse.job SET status = 'failed' WHERE id = 'progress'");
        assertThatThrownBy(() -> raise(0, 11)).isInstanceOf(JobStore.MovedOn.class);
        assertThat(job()).isEqualTo("0 0 0");
    }
}
