package com.plantapop.chat.contract;

/** Says where a body breaks its schema. Called from several threads at once. */
interface BodyValidator {

  void judge(BodyScan body, Violations found);
}
