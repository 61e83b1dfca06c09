@NullMarked
package com.ovhi.outreach.preference.audit.chain;

import org.jspecify.annotations.NullMarked;
