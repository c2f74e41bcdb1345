package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The client for browsers, as the packaged server has it; what it does is tested in src/main/console. */
class ClientModuleIT {

    private final Server server = RecordsServer.get();

    @ParameterizedTest
    @CsvSource({
        "statehouse.js, text/javascript, 'export {'",
        "statehouse.d.ts, application/typescript, 'declare function connect<'",
        "react.js, text/javascript, 'from \"react\"'",
        "react.d.ts, application/typescript, 'from ''./statehouse.js'''",
        "cbor.js, text/javascript, 'export {'",
        "cbor.d.ts, application/typescript, 'from ''./statehouse.js'''",
    })
    void the_client_is_served_with_its_types(String file, String type, String part) {
        Http.Answer answer = server.http().get("/client/" + file).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).startsWith(type);
        assertThat(answer.header("ETag")).isPresent();
        assertThat(answer.text()).contains(part);
    }
}
