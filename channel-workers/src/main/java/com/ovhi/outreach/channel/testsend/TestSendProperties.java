package com.ovhi.outreach.channel.testsend;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tests of templates.
 *
 * @param lease after which nobody can be calling the provider any more for a test that is open, real time
 */
@ConfigurationProperties("outreach.channel.test-send")
record TestSendProperties(@DefaultValue("2m") Duration lease) {}
