package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.live.EventStreams;
import org.statehouse.metadata.Shop;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

class ChangesQueryTest {

    @Test
    void nothing_asked_means_everything_from_the_oldest_kept_change() {
        assertThat(parse(""))
                .isEqualTo(new ChangesQuery(
                        new EventStreams.Wanted(null, false, Optional.empty(), null, Shop.CATALOG), 100, 0));
    }

    @Test
    void models_are_known_by_their_numbers() {
        Set<Integer> numbers =
                Set.of(Shop.model("order").number(), Shop.model("tag").number());
        assertThat(parse("models=order,tag&limit=1000").wanted().models()).contains(numbers);
    }

    @Test
    void now_is_a_cursor_of_its_own() {
        assertThat(parse("since=now").wanted().fromNow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=1.0",
                "limit=",
                "limit=+5",
                "limit=99999999999",
                "limit=5&limit=5",
                "wait=61",
                "wait=-1",
                "wait=",
                "filter={}",
                "filter={}&models=order,tag",
                "models=order&filter={",
                "state=a",
                "Since=now",
                "sinze=now",
                "models=",
                "models=nothing",
                "models=order,",
                "models=Order",
                "x%00y=1",
                "__proto__=1",
                "limit[]=1",
                "%27%3B--=1"
            })
    void what_is_not_understood_is_refused(String query) {
        refused(ProblemType.BAD_QUERY, query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=", "since=NOW", "since=0", "since=AAAA", "since=%F0%9F%98%80"})
    void a_cursor_that_no_server_gave_is_refused(String query) {
        refused(ProblemType.BAD_CURSOR, query);
    }

    @Test
    void all_faults_are_named_at_once() {
        assertThatThrownBy(() -> parse("limit=0&models=nothing&state=1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(String.valueOf(
                                        thrown.problem().evidence().get("errors")))
                                .contains("limit", "nothing", "is not supported yet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"owner.name\":\"x\"}", "{\"nothing\":1}", "{\"amount\":\"x\"}", "[]", "{\"or\":[]}"})
    void a_filter_compares_the_fields_of_the_one_model_itself(String filter) {
        refused(ProblemType.BAD_QUERY, "models=order&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    private static void refused(ProblemType type, String query) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problem().type()).isEqualTo(type));
    }

    private static ChangesQuery parse(String query) {
        return ChangesQuery.parse(QueryString.parse(query), Shop.CATALOG);
    }
}
