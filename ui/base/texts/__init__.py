"""Every sentence of the page « Base documentaire », in French, one module a part."""
