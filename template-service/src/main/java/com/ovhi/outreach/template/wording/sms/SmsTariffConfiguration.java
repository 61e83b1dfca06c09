package com.ovhi.outreach.template.wording.sms;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Makes the tariff part of the service's settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SmsTariff.class)
class SmsTariffConfiguration {}
