package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.statehouse.problem.Violation;

/** The verdicts of the corpus of rules, by the classes that a write goes through. */
class ValidationCorpusTest {

    /** Only PostgreSQL can decide them. */
    private static final Set<String> OF_THE_DATABASE = Set.of("unique", "exists");

    static List<Corpus.Case> cases() {
        return Corpus.cases().stream()
                .filter(one -> !OF_THE_DATABASE.contains(one.rule()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_value_gets_the_verdict_of_the_corpus(Corpus.Case one) {
        List<String> broken = broken(one);
        if (one.valid()) {
            assertThat(broken).as(Corpus.PROMISE).isEmpty();
        } else {
            assertThat(broken).as(Corpus.PROMISE).contains(one.rule());
        }
    }

    private static List<String> broken(Corpus.Case one) {
        RecordBody body = RecordBody.parse(one.catalog(), one.model(), one.record());
        Draft draft = Draft.create(one.model(), body);
        List<Violation> violations = new ArrayList<>(draft.violations());
        Transition illegal = one.current() == null
                ? draft.illegal()
                : Transition.illegal(
                        one.model(),
                        RecordBody.parse(one.catalog(), one.model(), one.current())
                                .values(),
                        draft.values());
        if (illegal != null) {
            violations.add(illegal.violation());
        }
        return violations.stream().map(Violation::rule).toList();
    }

    @Test
    void each_rule_has_cases_of_both_verdicts() {
        Map<String, Set<Boolean>> verdicts = new TreeMap<>();
        Corpus.cases().stream()
                .filter(one -> one.valid() || one.rule().equals(one.subject()))
                .forEach(one -> verdicts.computeIfAbsent(one.subject(), rule -> new TreeSet<>())
                        .add(one.valid()));
        assertThat(verdicts.keySet()).containsAll(rules());
        assertThat(verdicts.values()).allMatch(both -> both.size() == 2);
    }

    /** Those of the JSON Schema of model files, which has every rule, and those of whole records. */
    private static Set<String> rules() {
        JsonNode schema = Corpus.read(Path.of("src", "main", "webapp", "schemas", "model.schema.json"));
        Set<String> rules = schema.at("/$defs/rules").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        rules.addAll(List.of("compare", "transition"));
        return rules;
    }
}
