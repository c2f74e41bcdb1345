package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySettingsTest {

    private static final int RETENTION_SECONDS = 3_600;

    @Test
    void a_request_waits_for_its_twin_less_than_its_own_unit_may_take() {
        KeySettings patient = new KeySettings(5_000, 1 << 20, RETENTION_SECONDS);
        assertThat(patient.within(new TransactionSettings(1_000, 30_000)))
                .isEqualTo(new KeySettings(900, 1 << 20, RETENTION_SECONDS));
        assertThat(patient.within(new TransactionSettings(100, 30_000)).waitMillis())
                .isEqualTo(90);
    }

    @Test
    void a_brief_wait_stays_as_it_is() {
        KeySettings brief = new KeySettings(10, 1 << 20, RETENTION_SECONDS);
        assertThat(brief.within(new TransactionSettings(10_000, 30_000))).isEqualTo(brief);
    }
}
