@NullMarked
package com.ovhi.outreach.preference.registration;

import org.jspecify.annotations.NullMarked;
