// The script of SockJS's iframe, in a file of its own: inline ones are forbidden.
document.domain = document.domain;
SockJS.bootstrap_iframe();
