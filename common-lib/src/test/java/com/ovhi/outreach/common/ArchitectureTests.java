package com.ovhi.outreach.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.ovhi.outreach.common.testing.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.ovhi.outreach.common", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule knowsNoService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.ovhi.outreach.orchestrator..",
                    "com.ovhi.outreach.preference..",
                    "com.ovhi.outreach.template..",
                    "com.ovhi.outreach.scheduler..",
                    "com.ovhi.outreach.segment..",
                    "com.ovhi.outreach.channel..",
                    "com.ovhi.outreach.webhook..",
                    "com.ovhi.outreach.reply..",
                    "com.ovhi.outreach.analytics..",
                    "com.ovhi.outreach.optimizer..");
}
