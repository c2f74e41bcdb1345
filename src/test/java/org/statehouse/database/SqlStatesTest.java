package org.statehouse.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures mean that the database is away. */
class SqlStatesTest {
    @ParameterizedTest
    @ValueSource(strings = {"08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "53300", "25P03"})
    void a_connection_is_lost(String state) {
        assertThat(SqlStates.isConnectionLost(new SQLException("gone", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40P01", "40001", "42P01", "55P03", "57014"})
    void a_connection_is_not_lost(String state) {
        assertThat(SqlStates.isConnectionLost(new SQLException("here", state))).isFalse();
    }

    @Test
    void a_full_disk_and_a_file_at_its_limit_are_told_from_other_failures() {
        assertThat(SqlStates.isStorageFull(new SQLException("could not extend file", "53100")))
                .isTrue();
        assertThat(SqlStates.isStorageFull(
                        new SQLException("ERROR: could not extend file \"base/1/2\": File too large", "XX000")))
                .isTrue();
        assertThat(SqlStates.isStorageFull(new SQLException("Key (name)=(File too large) exists", "23505")))
                .isFalse();
        assertThat(SqlStates.isStorageFull(new SQLException("too many connections", "53300")))
                .isFalse();
        assertThat(SqlStates.isStorageFull(new SQLException())).isFalse();
    }

    @Test
    void a_cause_counts_as_the_failure_itself() {
        SQLException inner = new SQLException("gone", "57P01");
        assertThat(SqlStates.isConnectionLost(new SQLException(new IllegalStateException(inner))))
                .isTrue();
    }

    @Test
    void a_pool_without_a_free_connection_counts_as_a_lost_one() {
        assertThat(SqlStates.isConnectionLost(new SQLTransientConnectionException("none")))
                .isTrue();
        assertThat(SqlStates.isConnectionLost(new SQLException("Error in allocating a connection. Cause: In-use")))
                .isTrue();
    }

    @Test
    void a_failure_without_a_state_is_not_a_lost_connection() {
        assertThat(SqlStates.isConnectionLost(new SQLException("what"))).isFalse();
    }
}
