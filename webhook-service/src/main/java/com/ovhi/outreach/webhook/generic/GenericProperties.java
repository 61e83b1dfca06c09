package com.ovhi.outreach.webhook.generic;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The suite's own webhook format.
 *
 * @param secrets that sign, as text or, behind {@code whsec_}, as Base64; two while one is rotated, none to refuse everything
 * @param window how far the signed time may lie from ours, real time
 */
@ConfigurationProperties("outreach.webhook.generic")
record GenericProperties(
        @DefaultValue List<String> secrets,
        @DefaultValue("300s") Duration window) {

    @Override
    public String toString() {
        return "GenericProperties[***]";
    }
}
