package com.ovhi.outreach.channel.testsend;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for tests whose worker died between claim and outcome, and says that nobody knows what became of them. */
@Component
class TestSweep {

    private static final Logger log = LoggerFactory.getLogger(TestSweep.class);

    private final TestSends tests;
    private final TestSendProperties properties;

    TestSweep(TestSends tests, TestSendProperties properties) {
        this.tests = tests;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT30S")
    void giveUp() {
        var given = tests.giveUp(properties.lease());
        if (given > 0) {
            log.atWarn().addKeyValue("tests", given).log("Tests have an unknown outcome");
        }
    }
}
