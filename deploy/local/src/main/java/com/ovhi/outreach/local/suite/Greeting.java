package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.common.time.ClockFile;
import java.time.Clock;

/** What a newcomer reads when everything is up. */
final class Greeting {

    private Greeting() {}

    static void print(Progress progress, SuitePorts ports, SuiteFolder folder, String token) {
        progress.tell("all healthy");
        progress.plain("");
        for (var service : SuiteService.values()) {
            progress.plain("  %-22s %s".formatted(service.id(), ports.url(service)));
        }
        progress.plain("  %-22s %s/simulators/summary".formatted("simulators", ports.simulatorsUrl()));
        var now = ClockFile.read(folder.clock()).instantAt(Clock.systemUTC().instant());
        progress.plain("""

                  Console                %s/console/
                  Health                 <service>/actuator/health
                  With the token         <service>/v3/api-docs    <service>/actuator/prometheus
                  The suite's clock      %s
                  Data and logs          %s
                  Token (organisation 11, all roles, 12 hours):

                %s

                  Play a clinic's fortnight in another terminal:  deploy/play
                  Stop with Ctrl-C; the next deploy/up goes on where this one stopped.
                """.formatted(ports.url(SuiteService.ANALYTICS), now, folder.root(), token));
    }
}
