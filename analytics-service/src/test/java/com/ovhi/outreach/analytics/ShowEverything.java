package com.ovhi.outreach.analytics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** Shows counts of one, as they are now, so that a test needs no crowd and no patience; all tests that use it share one service. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(
        properties = {
            "outreach.analytics.smallest-cell=1",
            "outreach.analytics.redate-every=PT0.2S",
            "outreach.analytics.experiments.judge-every=PT0.3S",
            "outreach.analytics.experiments.remembered=0s"
        })
public @interface ShowEverything {}
