package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ModelTables;
import org.statehouse.testkit.PostgresServer;

/** The constraints of the tables say the same as the corpus, to rows that no rule of Java has seen. */
class ValidationCorpusIT {

    @Test
    void postgresql_refuses_exactly_the_rows_that_are_invalid() throws SQLException {
        Map<Object, List<Corpus.Case>> sets = new LinkedHashMap<>();
        Corpus.cases().stream()
                .filter(Corpus.Case::database)
                .forEach(one -> sets.computeIfAbsent(List.of(one.checked(), one.existing()), same -> new ArrayList<>())
                        .add(one));
        SoftAssertions all = new SoftAssertions();
        int seen = 0;
        try (Connection connection =
                PostgresServer.shared().newDatabase("corpus").getConnection()) {
            connection.setAutoCommit(false);
            for (List<Corpus.Case> cases : sets.values()) {
                seen += cases.size();
                run(connection, cases, all);
                connection.rollback();
            }
        }
        assertThat(seen).isGreaterThan(150);
        all.assertAll();
    }

    private static void run(Connection connection, List<Corpus.Case> cases, SoftAssertions all) throws SQLException {
        Corpus.Case first = cases.get(0);
        try (Statement ddl = connection.createStatement()) {
            for (String sql : ModelTables.of(first.catalog())) {
                ddl.execute(sql);
            }
            ddl.execute("INSERT INTO public.\"other\" (\"version\", \"createdAt\", \"createdBy\", \"updatedAt\","
                    + " \"updatedBy\", \"name\") VALUES (1, now(), 'x', now(), 'x', 'the first')");
        }
        for (ObjectNode existing : first.existing()) {
            insert(connection, first, existing);
        }
        for (Corpus.Case one : cases) {
            Savepoint before = connection.setSavepoint();
            String state = "";
            try {
                insert(connection, one, one.record());
            } catch (SQLException refused) {
                state = String.valueOf(refused.getSQLState());
            }
            connection.rollback(before);
            boolean isConstraint = state.startsWith("23") || state.equals("22001");
            all.assertThat(state.isEmpty() || isConstraint)
                    .as(one + " " + state)
                    .isTrue();
            all.assertThat(state.isEmpty())
                    .as(Corpus.PROMISE + ": " + one.name())
                    .isEqualTo(one.valid());
        }
    }

    private static void insert(Connection connection, Corpus.Case one, ObjectNode json) throws SQLException {
        Model model = one.model();
        Map<String, @Nullable Object> values = Draft.create(model, RecordBody.parse(one.catalog(), model, json))
                .values();
        List<Field> fields = List.copyOf(model.fields().values());
        String names = fields.stream().map(field -> "\"" + field.name() + "\"").collect(Collectors.joining(", "));
        String places = fields.stream()
                .map(field -> "CAST(? AS " + field.type().castType(field) + ")")
                .collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + model.table()
                + " (\"id\", \"version\", \"createdAt\", \"createdBy\", \"updatedAt\","
                + " \"updatedBy\", " + names + ") VALUES (" + json.get("id") + ", 1, now(), 'x', now(), 'x', " + places
                + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                field.type().bind(field, statement, i + 1, values.get(field.name()));
            }
            statement.executeUpdate();
        }
    }
}
