"""Core: what the booth lets itself be heard with: sounds, spoken prompts, and the lane that plays them."""
