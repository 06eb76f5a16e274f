UPDATE tokens SET n = n + 10;
