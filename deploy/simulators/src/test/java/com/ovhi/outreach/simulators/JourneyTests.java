package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyTests {

    private static final int PATIENTS = 60;

    @TempDir
    Path first = Path.of("");

    @TempDir
    Path second = Path.of("");

    @Test
    void theSamePatientsAnswerTheSameWhateverTheOrderOfTheirMessages() {
        Set<String> forwards = answers(first, IntStream.range(0, PATIENTS));
        Set<String> backwards = answers(second, IntStream.range(0, PATIENTS).map(i -> PATIENTS - 1 - i));

        assertThat(forwards).isEqualTo(backwards).hasSizeBetween(PATIENTS / 4, PATIENTS * 2 / 3);
    }

    private static Set<String> answers(Path directory, IntStream order) {
        try (Receiver receiver = new Receiver(0);
                Simulators simulators = Simulators.start(
                        directory,
                        receiver,
                        "--outreach.clock.start=2027-03-08T15:00:00Z",
                        "--outreach.clock.speed=100000")) {
            order.forEach(i -> send(simulators, i));
            await().untilAsserted(() -> assertThat(simulators
                            .json("/simulators/summary")
                            .path("callbacks")
                            .path("twilio")
                            .path("waiting")
                            .intValue())
                    .isZero());
            return receiver.posts(post -> post.uri().equals("/inbound")).stream()
                    .map(Receiver.Post::form)
                    .map(form -> form.get("From") + " " + form.get("Body"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void send(Simulators simulators, int number) {
        String callback = "http://" + simulators.authority() + "/simulators/reset?job=" + number;
        String form = "From=%2B15005550006&Body=Reply+1+to+confirm,+2+to+reschedule&To=%2B1415555" + (2000 + number)
                + "&StatusCallback=" + URLEncoder.encode(callback, StandardCharsets.UTF_8);
        assertThat(simulators
                        .post(
                                "/2010-04-01/Accounts/" + Simulators.ACCOUNT + "/Messages.json",
                                "application/x-www-form-urlencoded",
                                Simulators.basic(Simulators.ACCOUNT, Simulators.TOKEN),
                                form)
                        .statusCode())
                .isEqualTo(201);
    }
}
