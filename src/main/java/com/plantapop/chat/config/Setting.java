package com.plantapop.chat.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Default and bounds of a setting: the one place that Javadoc, check and message share. The unit is
 * the last word of the setting's name ({@code Ms}, {@code Bytes}); a number without one counts
 * things.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /**
   * The default as an environment variable would give it. ChatConfigTest holds that of {@code
   * conf/chat.json} equal.
   */
  String byDefault();

  /** Least number allowed; for text the fewest characters, for a list the fewest entries. */
  long min() default 0;

  /** Greatest number allowed; for text the most characters, for a list the most entries. */
  long max() default Long.MAX_VALUE;
}
