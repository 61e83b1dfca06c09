/** Providers, patients and an identity provider for development and tests. */
@NullMarked
package com.ovhi.outreach.simulators;

import org.jspecify.annotations.NullMarked;
