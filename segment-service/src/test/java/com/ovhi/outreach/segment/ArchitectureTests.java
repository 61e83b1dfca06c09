package com.ovhi.outreach.segment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.ovhi.outreach.common.testing.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.ovhi.outreach.segment", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule theRuleLanguageKnowsNobody = noClasses()
            .that()
            .resideInAPackage("..segment.rule")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..segment.population", "..segment.segment", "..segment.campaign", "org.springframework..");

    @ArchTest
    static final ArchRule segmentsKnowNoCampaigns = noClasses()
            .that()
            .resideInAnyPackage("..segment.segment", "..segment.population")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..segment.campaign");

    @ArchTest
    static final ArchRule experimentsKnowNobody = noClasses()
            .that()
            .resideInAPackage("..segment.experiment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..segment.population", "..segment.segment", "..segment.campaign", "..segment.rule");
}
