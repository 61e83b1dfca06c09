package com.ovhi.outreach.common.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits that instances share.
 *
 * @param pause how long Redis is left alone after it failed, real time
 */
@ConfigurationProperties("outreach.limits")
record LimitProperties(@DefaultValue("5s") Duration pause) {}
