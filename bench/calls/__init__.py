"""Shell: what `bench/call.py` needs: coded pictures, a booth, a browser, a bad line between them."""
